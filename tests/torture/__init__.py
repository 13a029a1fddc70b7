"""Kills the bot over and over while updates flow, and counts what was lost or repeated.

The harness holds the simulated Telegram and never dies; the bot is a child process (`child`), started in full or
forked from a process that has only done its imports (`zygote`).
"""
