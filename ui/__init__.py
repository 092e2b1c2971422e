"""The doors: terminal, HTTP API and chat page, with what stands behind them in `http` and `page`. No logic of their own."""
