FROM python:3.11-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ara \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY ingest ingest
COPY qa qa
COPY ui ui
# PyPI's torch brings gigabytes of CUDA; name PyTorch's own index of builds for processors here to leave it out
ARG PIP_EXTRA_INDEX_URL=
RUN pip install --no-cache-dir --constraint constraints.txt '.[mcp,ollama,openai]'

RUN useradd --create-home dalil && install --directory --owner dalil /data
USER dalil
WORKDIR /data
ENV DALIL_DATA=/data/index DALIL_CACHE=/data/cache
VOLUME /data
EXPOSE 7860
HEALTHCHECK --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz')"]
CMD ["dalil", "serve", "--host", "0.0.0.0"]
