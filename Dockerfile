# One image for web, worker, clock, loop and migrate. Built in two steps, so that pip and its caches stay behind.
FROM python:3.11-slim-trixie AS build
# for text messages: docker compose build --build-arg LOCK=requirements-sms.txt
ARG LOCK=requirements.txt
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt requirements-sms.txt ./
RUN pip install --require-hashes --requirement "$LOCK" && pip uninstall --yes pip setuptools
COPY . .
RUN VAR_DIR=/app/var python -m scripts.collect_static && python -m compileall -q .

FROM python:3.11-slim-trixie
# pg_dump, pg_restore and psql of version 17, that of the database in docker-compose.yml
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=root:root /app /app
RUN mkdir -m 700 -p /app/var/backups && chown -R portal /app/var
ENV PATH=/venv/bin:$PATH VAR_DIR=/app/var PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER portal
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "0.0.0.0:8000", "ilp_portal.wsgi"]
