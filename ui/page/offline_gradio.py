"""Gradio, set before its import to make no outbound call. Import it from here only."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr

__all__ = ["gr"]
