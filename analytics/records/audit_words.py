"""The audit log in words: what each act is called, and what its detail says, old value and new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analytics.faces import role_title
from analytics.words import _

# Code of an act → what it is called. Every code given to audit.append stands here (tests/records/test_audit_words.py).
ACTS: dict[str, str] = {
    "sign_in": "登录",
    "sign_in.refused": "登录被拒",
    "sign_out": "退出登录",
    "session.revoke_all": "结束全部登录",
    "vault.rotate": "更换密钥",
    "vault.rotated": "更换密钥完成",
    "backup": "开始备份",
    "backup.done": "备份完成",
    "restore": "恢复备份",
    "account.create": "建立账号",
    "account.reset_password": "重设密码",
    "account.disable": "停用账号",
    "grant.ask": "申请授权",
    "grant.give": "授权生效",
    "grant.refuse": "授权未批准",
    "reveal": "查看全号",
    "reveal.file": "取出全号",
    "dossier.find": "查人",
    "dossier.open": "打开档案",
    "export": "导出",
    "export.ask": "申请导出",
    "export.decide": "审批导出",
    "export.collect": "领取导出",
    "export.served": "下载导出文件",
    "export.file": "命令行导出",
    "county": "生成演练县",
    "intake": "开始导入",
    "intake.done": "导入完成",
    "reference": "修改参照数据",
    "run": "运行比对",
    "run.again": "再用比对批次",
    "job.start": "开始任务",
    "job.end": "任务结束",
    "workbench.upload": "上传比对名单",
    "workbench.keep": "保存自行比对",
    "own_rule.start": "新建自定规则",
    "own_rule.edit": "修改自定规则",
    "own_rule.test": "试运行自定规则",
    "own_rule.submit": "提交自定规则",
    "own_rule.take_back": "撤回自定规则",
    "own_rule.release": "发布自定规则",
    "own_rule.revise": "修订自定规则",
    "own_rule.withdraw": "停用自定规则",
    "precheck": "资格预审",
    "precheck.done": "预审完成",
    "account.enable": "启用账号",
    "account.change_password": "更改密码",
    "account.password_refused": "更改密码被拒",
    "account.rehash": "更新密码存储",
    "account.unlock": "解锁账号",
    "account.claims": "统一登录更新授权",
    "session.end": "结束一个登录",
    "session.end_all": "结束自己的登录",
    "sign_in.half_way": "登录第一步",
    "two_step.begin": "开始两步登录",
    "two_step.on": "开启两步登录",
    "two_step.off": "关闭两步登录",
    "two_step.codes": "重新生成恢复码",
    "two_step.code": "通过两步登录",
    "two_step.reset": "重置两步登录",
    "request.ask": "报送",
    "request.withdraw": "撤回报送",
    "request.take": "受理报送",
    "request.waiting": "放回待办报送",
    "request.done": "办结报送",
    "request.refused": "退回报送",
    "field.units": "发布单位名录",
    "audit.anchor": "导出日志锚定",
    "audit.verify": "核验日志",
}

# Keys of a detail → what they are called; a key that is not here is shown as it is.
FIELDS: dict[str, str] = {
    "account": "账号",
    "added": "新增",
    "before": "改前指纹",
    "by": "方式",
    "first": "首次更改",
    "left": "剩余恢复码",
    "owed": "还差",
    "recovery_left": "剩余恢复码",
    "step": "步骤",
    "was_on": "原已开启",
    "with_keys": "含密钥",
    "bytes": "字节",
    "departments": "部门",
    "engine": "引擎",
    "failures": "失败次数",
    "generation": "密钥代号",
    "id": "编号",
    "like": "仿照规则",
    "rule": "规则",
    "scale": "规模",
    "seed": "随机种子",
    "townships": "乡镇",
    "value": "取值",
    "files": "文件数",
    "filters": "筛选条件",
    "flagged": "需核",
    "found": "找到",
    "hits": "命中",
    "kept": "保留",
    "kind": "种类",
    "lines": "行数",
    "made_at": "备份时间",
    "number": "导出编号",
    "on_conflict": "遇到已有记录",
    "paths": "文件数",
    "plain": "含全号",
    "read": "读取",
    "reference": "参照版本",
    "refused": "未导入文件",
    "rejected": "退回",
    "removed": "删去",
    "replaces": "代替版本",
    "role": "角色",
    "rows": "行数",
    "rules": "规则",
    "request": "申请",
    "run": "比对批次",
    "scope": "数据范围",
    "serial": "下载序号",
    "sha256": "文件指纹",
    "sessions_ended": "结束的登录",
    "size": "字节数",
    "snapshot": "数据快照",
    "state": "状态",
    "table": "表",
    "unchanged": "未变文件",
    "units": "单位数",
    "version": "版本",
}
VALUES: dict[str, str] = {
    "True": "是",
    "False": "否",
    "None": "无",
    "": "无",
    "all": "全部",
    "full": "无",
    "password": "密码",
    "code": "验证码",
    "two_step": "两步登录",
    "oidc": "统一登录",
    "ask": "询问",
    "queued": "排队中",
    "running": "进行中",
    "done": "已完成",
    "failed": "未完成",
    "cancelled": "已取消",
    "draft": "草稿",
    "tested": "已试运行",
    "submitted": "待发布",
    "released": "已发布",
    "withdrawn": "已停用",
    "waiting": "待批准",
    "approved": "已批准",
    "refused": "未批准",
    "intake": "导入数据",
    "check": "运行比对",
    "renew": "重做自行比对",
    "own_rule": "试运行自定规则",
    "precheck": "资格预审",
}
_OLD = "old_"
_MOST = 20  # of a list


def title_of(action: str) -> str:
    """What an act is called."""
    return _(ACTS.get(action, action))


def told(detail: Mapping[str, Any]) -> str:
    """A line's detail in words: what changed first, as old → new, then the rest."""
    return _(";").join([*_changes(detail), *_rest(detail)])


def _changes(detail: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(detail):
        if key.startswith(_OLD):
            name = key.removeprefix(_OLD)
            yield _change(_field(name), _value(detail[key], name), _value(detail.get(name), name), name in detail)
    old, new = detail.get("old"), detail.get("new")
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = sorted({*old, *new})
        yield from (_change(name, _value(old.get(name)), _value(new.get(name)), name in new) for name in names)
    elif "old" in detail or "new" in detail:
        yield _change("", _value(old), _value(new), new is not None)


def _rest(detail: Mapping[str, Any]) -> Iterator[str]:
    for key, value in sorted(detail.items()):
        changed = key in ("old", "new") or key.startswith(_OLD) or f"{_OLD}{key}" in detail
        if not changed and value not in ("", [], {}, None):
            yield f"{_field(key)} {_value(value, key)}"


def _change(name: str, old: str, new: str, has_new: bool) -> str:
    return (f"{name} {old} → {new}" if has_new else f"{name} {_('原为')} {old}").strip()


def _field(key: str) -> str:
    return _(FIELDS.get(key, key))


def _value(value: Any, key: str = "") -> str:
    if key in _TOLD and value is not None:
        return _TOLD[key](value)
    if isinstance(value, Mapping):
        return "{" + _("、").join(f"{_field(name)}={_value(one, name)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        more = _("等 {count} 项").format(count=len(value)) if len(value) > _MOST else ""
        return (_("、").join(map(_value, value[:_MOST])) or _("无")) + more
    text = str(value)
    return _(VALUES[text]) if text in VALUES else text


def _scope(value: Mapping[str, list[int] | None]) -> str:
    """By number: which township or department it was called then nobody wrote down."""
    limits = [f"{_field(kind)} {_value(keys)}" for kind, keys in value.items() if keys is not None]
    return _("、").join(limits) or _("全县")


# Keys whose values have words of their own.
_TOLD: dict[str, Callable[[Any], str]] = {"role": role_title, "scope": _scope}
