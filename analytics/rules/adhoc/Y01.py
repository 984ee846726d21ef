r"""
code: Y01
title:
  zh: 自行比对
  en: Own comparison
module: 21
tier: indicator
subject: person
grain: history
reach: history
needs: []
needs_resident_id: false
flags:
  zh: 承办人把两份名单放在一起比对,并写明理由保存的结果;不随每次比对运行。
  en: What an inspector found by holding two lists against each other and kept with a reason; no run repeats it.
why:
  zh: 规则问不到的,由承办人自己比对;谁比的、为什么比,写在每一条里。
  en: What no rule asks an inspector compares; who did and why stands in every hit.
basis:
  zh: 承办人填写的理由
  en: the reason the inspector gave
excludes:
  - zh: 名单本身有误、已过期或不完整
    en: a list that is wrong, outdated or incomplete
  - zh: 号码录错,两边其实不是同一人
    en: a number typed wrongly, so that the two are not one person
  - zh: 两份名单所指的时间不同
    en: lists that speak of different times
sentence:
  zh: "自行比对“{title:text}”(承办人 {by:text}):{persons:person}{found:text}:“{left:text}”与“{right:text}”;涉及发放\
    {payments:number} 笔,{amount:money}。理由:{why:text}。需核:名单是否准确、是否同一人、是否合规。"
  en: "Own comparison “{title:text}” (by {by:text}): {persons:person} {found:text}: “{left:text}” and “{right:text}”;
    {payments:number} payments concerned, {amount:money}. Reason: {why:text}. To ask: are the lists right, is it one
    person, was it allowed."
version: 1
valid_from: 2013-01-01
"""
