"""The pages at /docs and /openapi.json, over several applications. Swagger UI comes from a package on this machine."""

from collections.abc import Mapping
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

_ASSETS = "/docs-assets"
_SCHEMA = "/openapi.json"
_NO_VALIDATOR = {"validatorUrl": None}  # Swagger UI would send the schema to a public service


def add_docs_page(app: FastAPI, routers: Mapping[str, APIRouter]) -> None:
    """`/docs`, the script and style it needs, and `/openapi.json`, which describes the routes under each prefix."""
    described = FastAPI(title=app.title, summary=app.summary, version=app.version)
    for prefix, router in routers.items():
        described.include_router(router, prefix=prefix)

    async def schema() -> JSONResponse:
        return JSONResponse(described.openapi())

    app.add_api_route(_SCHEMA, schema, include_in_schema=False)
    app.mount(_ASSETS, StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static"))
    app.add_api_route("/docs", _docs, include_in_schema=False)


async def _docs(request: Request) -> HTMLResponse:
    root = request.scope.get("root_path", "")
    return get_swagger_ui_html(
        openapi_url=root + _SCHEMA,
        title=f"{request.app.title} API",
        swagger_js_url=f"{root}{_ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{_ASSETS}/swagger-ui.css",
        swagger_favicon_url="data:,",
        swagger_ui_parameters=_NO_VALIDATOR,
    )
