SELECT code FROM programme WHERE NOT on_policy_list
