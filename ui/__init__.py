"""The doors: terminal, HTTP API and chat page; behind them `http` and `page`. They hold no logic of their own."""
