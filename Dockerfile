FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BOT_DATABASE=/var/lib/bot/bot.sqlite3 \
    BOT_BACKUPS=/var/lib/bot/backups

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes --requirement requirements.lock

COPY bot ./bot
COPY data ./data
# Bytecode is made now: the root is read-only when it runs.
RUN python -m compileall -q bot \
    && install --directory --owner=10001 --group=10001 /var/lib/bot

USER 10001:10001
VOLUME ["/var/lib/bot"]

# The first start may publish content and wait for the network; after that the heart beats every 15 s.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
