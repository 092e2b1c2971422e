"""A process that serves one GGUF file in OpenAI's form on 127.0.0.1, until its standard input is closed.

    python -m qa.writing.local_server MODEL.gguf CONTEXT THREADS < KEY

It prints its address once it answers. Whoever started it holds its input open: when that one ends, however it ends, so
does this. The key comes by the input too, since the list of processes shows arguments to everybody on the machine.
"""

import os
import sys


def main(model: str, context: int, threads: int) -> None:
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = model
    params.hostnames, params.port = ["127.0.0.1"], 0  # any free one
    params.api_keys = [sys.stdin.readline().strip()]
    params.n_ctx, params.n_parallel = context, 1  # a context is divided by how many are served at once
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.use_jinja = True  # the chat template of the file itself
    server = Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    os._exit(0)  # the server's own threads do not end


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
