"""GET /export/<serial>: the one way a file leaves. Once, within ten minutes, to the session that asked."""

from __future__ import annotations

from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from analytics.records.exports import redeem_export
from analytics.words import Refused


async def export(request: Request) -> Response:
    """The file as an attachment; 401 signed out, 410 when it is gone, expired or another's."""
    session = request.state.session
    if session is None:
        return PlainTextResponse("", 401)
    try:
        found = await to_thread.run_sync(redeem_export, request.path_params["serial"], session)
    except Refused as refusal:
        return PlainTextResponse(str(refusal), 410)
    disposition = f"attachment; filename*=UTF-8''{quote(found.filename, safe='')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(found.payload, media_type=found.media_type, headers=headers)
