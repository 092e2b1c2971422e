"""Two questions an operator asks: does the process live, and can it answer."""

from threading import Lock
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from ingest.errors import DalilError
from qa.system import System
from ui.http import schemas
from ui.http.errors import body_of


def health_routes(system: System) -> APIRouter:
    """`/healthz` and `/readyz`."""
    readiness = _Readiness(system)
    router = APIRouter(tags=["Health"])
    router.add_api_route("/healthz", alive, response_model=schemas.Status)
    responses: dict[int | str, dict[str, Any]] = {200: {"model": schemas.Status}, 503: {"model": schemas.Error}}
    router.add_api_route("/readyz", readiness.ready, response_model=None, responses=responses)
    for path, route in (("/healthz", alive), ("/readyz", readiness.ready)):
        router.add_api_route(path, route, methods=["HEAD"], response_model=None, include_in_schema=False)
    return router


async def alive() -> schemas.Status:
    """The process lives. Touches neither index nor model."""
    return schemas.Status(status="ok")


class _Readiness:
    """The model is tried until it has worked once; the index is read each time."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._trying = Lock()
        self._model_works = False

    def ready(self) -> Response:
        """The index can be read and the models are loaded: questions are answered."""
        try:
            self._system.index.documents()
            self._try_model()
        except DalilError as error:
            return JSONResponse(body_of(error), 503, headers={"Retry-After": "5"})
        return JSONResponse({"status": "ok"})

    def _try_model(self) -> None:
        with self._trying:
            if not self._model_works:
                self._system.search("ready?", 1)
                self._model_works = True
