# syntax=docker/dockerfile:1
# One image for the API, the workers and the single process; compose.yaml picks by `command`.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings its own Node 24: the one that comes through npm is not needed.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Also what the console's build is named after, so that a start knows it is fresh.
COPY package.json package-lock.json vite.config.ts LICENSE ./
COPY scripts ./scripts
COPY data ./data
COPY models ./models
COPY src ./src
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "--import", "./scripts/check-node.mjs", "src/main.ts"]
