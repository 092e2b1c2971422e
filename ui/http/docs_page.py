"""The page at /docs: Swagger UI from a package on this machine, instead of a content delivery network."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

_ASSETS = "/docs-assets"
_NO_VALIDATOR = {"validatorUrl": None}  # Swagger UI would send the schema to a public service


def add_docs_page(app: FastAPI) -> None:
    """`/docs` and the script and style it needs."""
    app.mount(_ASSETS, StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static"))
    app.add_api_route("/docs", _docs, include_in_schema=False)


async def _docs(request: Request) -> HTMLResponse:
    root = request.scope.get("root_path", "")
    return get_swagger_ui_html(
        openapi_url=root + request.app.openapi_url,
        title=f"{request.app.title} API",
        swagger_js_url=f"{root}{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{_ASSETS}/swagger-ui.css",
        swagger_favicon_url="data:,",
        swagger_ui_parameters=_NO_VALIDATOR,
    )
