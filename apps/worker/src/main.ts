import 'reflect-metadata';
import { createServer } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { Config, JobRunner, Problem, Readiness, endOnKeyFault, jsonLogger, serveMetrics } from '#libs/platform';
import { refuseForeignSchema } from '../../api/src/own-schema.js';
import { SCHEMAS } from '../../libraries.js';
import { WorkerModule } from './worker.module.js';

await refuseForeignSchema();
const app = await NestFactory.createApplicationContext(WorkerModule, {
  logger: jsonLogger(),
  abortOnError: false,
}).catch(endOnKeyFault);
const config = app.get(Config);
const runner = app.get(JobRunner);
await runner.start();
const metrics = serveMetrics(config.metricsPort);

// Health endpoint for the container and the launcher; the worker serves nothing else.
const readiness = app.get(Readiness);
const health = createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const redis = runner.isRedisUp() ? 'up' : 'down';
  if (request.url === '/live') answer(200, { status: 'ok', redis });
  else if (request.url !== '/ready') answer(404, {});
  else
    readiness.check(SCHEMAS).then(
      (report) => answer(200, { status: 'ok', redis, ...report }),
      (error: unknown) =>
        answer(503, { status: 'not ready', code: error instanceof Problem ? error.kind.code : 'INTERNAL' }),
    );
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
