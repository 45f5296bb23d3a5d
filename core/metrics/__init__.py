"""Figures for Prometheus: what the web processes did, and the state of everything behind them."""
