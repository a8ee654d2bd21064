// Exit status 0 when the service in this container is ready. Used by the HEALTHCHECK of the Dockerfile.
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8080}/health/ready`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
