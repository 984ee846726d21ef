"""Where files are dropped: Streamlit's uploader with our words in place of its English ones."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui.pick import fresh_key
from pages.ui.words import _

KEY = "drop"
MODES = {"files": "选择文件", "folder": "整个文件夹"}


def drop_zone() -> list[Any]:
    """The files just dropped, once: then it is empty again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            _("上传方式"),
            list(MODES),
            default="files",
            format_func=lambda m: _(MODES[m]),
            label_visibility="collapsed",
            key="drop_mode",
        )
        mode = chosen or "files"
        st.caption(_("表格文件:xlsx、xls、et、ods、csv、txt;单个文件不超过 300 MB,更大的请由维护人员用命令行导入。"))
    own_words(_("把部门报来的文件拖到这里"), _("选择文件夹") if mode == "folder" else _("选择文件"))
    files = st.file_uploader(
        _("部门数据文件"),
        accept_multiple_files="directory" if mode == "folder" else True,
        key=fresh_key(f"{KEY}_{mode}"),
        label_visibility="collapsed",
    )
    return list(files or [])


def emptied() -> None:
    """Let the uploader forget what was taken from it."""
    for mode in MODES:
        counter = f"fresh:{KEY}_{mode}"
        st.session_state[counter] = st.session_state.get(counter, 0) + 1


def own_words(prompt: str, button: str) -> None:
    """Streamlit's own words are hidden, ours drawn in their place."""
    st.html(f"""<style>
    [data-testid="stFileUploaderDropzone"] {{min-height: 6.5rem; justify-content: center; align-items: center}}
    [data-testid="stFileUploaderDropzoneInstructions"] {{display: none}}
    [data-testid="stFileUploaderDropzone"] button {{position: relative}}
    [data-testid="stFileUploaderDropzone"] button > * {{position: absolute; left: 0; width: 1px; overflow: hidden;
      clip-path: inset(50%)}}
    [data-testid="stFileUploaderDropzone"] button::after {{content: "{button}"}}
    [data-testid="stFileUploaderDropzone"]::before {{content: "{prompt}"; margin-right: 1rem}}
    </style>""")
