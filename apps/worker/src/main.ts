import 'reflect-metadata';
import { createServer } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { Config, JobRunner, jsonLogger, serveMetrics } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

const app = await NestFactory.createApplicationContext(WorkerModule, { logger: jsonLogger() });
const config = app.get(Config);
const runner = app.get(JobRunner);
runner.start();
const metrics = serveMetrics(config.metricsPort);

// Health for the container and the launcher; nothing else is served here.
const health = createServer((request, response) => {
  const isReady = request.url === '/ready';
  response.writeHead(request.url === '/live' || isReady ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'ok', redis: runner.isRedisUp() ? 'up' : 'down' }));
}).listen(config.port, config.host);

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  setTimeout(() => process.exit(1), 25_000).unref();
  await runner.stop();
  health.close();
  metrics?.close();
  await app.close();
  process.exit(0);
}
process.once('SIGTERM', () => void close());
process.once('SIGINT', () => void close());
