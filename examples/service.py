"""A service: upload a return, get the verdict as JSON or the marked copy; nothing is written to the disk.

Run: uvicorn service:app --app-dir examples   (it needs fastapi and uvicorn)
"""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

import gkxl

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

app = FastAPI(title="gkxl")


async def upload(request: Request) -> bytes:
    """The body of a request, cut off where no return is so large."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > gkxl.Limits().file_bytes:
            raise HTTPException(413)
    return bytes(data)


@app.exception_handler(gkxl.GkxlError)
def explain(_request: Request, error: gkxl.GkxlError) -> JSONResponse:
    """What cannot be used is one sentence, in both languages."""
    return JSONResponse({"error": error.zh, "error_en": error.en}, status_code=422)


# functions without "async" run in threads, so that a large return holds up no other request
@app.post("/check")
def check(data: Annotated[bytes, Depends(upload)], lang: gkxl.types.Lang = "zh") -> dict[str, Any]:
    """The verdict on a return, as ``docs/plain.md`` lists it."""
    return gkxl.to_dict(gkxl.read(data, lang=lang))


@app.post("/mark")
def mark(data: Annotated[bytes, Depends(upload)], office: str = "") -> Response:
    """The return with its faults marked."""
    gkxl.mark(data, copy := BytesIO(), office=office)
    return Response(copy.getvalue(), media_type=XLSX)


@app.get("/template")
def template(year: int, unit: str = "", edition: str | None = None) -> Response:
    """A blank form to send out."""
    gkxl.write_template(blank := BytesIO(), year=year, unit=unit, edition=edition)
    return Response(blank.getvalue(), media_type=XLSX)
