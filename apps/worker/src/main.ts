import 'reflect-metadata';
import { createServer } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { Config, JobRunner, Vault, endOnKeyFault, jsonLogger, serveMetrics } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

const app = await NestFactory.createApplicationContext(WorkerModule, {
  logger: jsonLogger(),
  abortOnError: false,
}).catch(endOnKeyFault);
const config = app.get(Config);
const runner = app.get(JobRunner);
const vault = app.get(Vault);
runner.start();
const metrics = serveMetrics(config.metricsPort);

// Health for the container and the launcher; nothing else is served here.
const health = createServer((request, response) => {
  const isReady = request.url === '/ready';
  const isWrong = isReady && !vault.isProven;
  response.writeHead(isWrong ? 503 : request.url === '/live' || isReady ? 200 : 404, {
    'content-type': 'application/json',
  });
  const status = isWrong ? 'the data keys do not fit the database' : 'ok';
  response.end(JSON.stringify({ status, redis: runner.isRedisUp() ? 'up' : 'down' }));
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
