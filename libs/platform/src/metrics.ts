import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const registry = new Registry();

/** The metrics of the process, for Prometheus. Labels are route patterns and kinds, never ids. */
export const metrics = {
  registry,
  requests: new Histogram({
    name: 'http_request_seconds',
    help: 'HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  }),
  jobs: new Counter({
    name: 'jobs_total',
    help: 'Jobs by kind and result',
    labelNames: ['kind', 'result'] as const,
    registers: [registry],
  }),
  jobsDue: new Gauge({
    name: 'jobs_due',
    help: 'Jobs that are due and not done, by class',
    labelNames: ['lane'] as const,
    registers: [registry],
  }),
  jobsOldestDue: new Gauge({
    name: 'jobs_oldest_due_seconds',
    help: 'How long the oldest due job of a class has waited',
    labelNames: ['lane'] as const,
    registers: [registry],
  }),
  personalDataErased: new Counter({
    name: 'personal_data_erased_total',
    help: 'Rows whose personal data was erased, by period of the retention rule',
    labelNames: ['period'] as const,
    registers: [registry],
  }),
  filesFree: new Gauge({
    name: 'files_free_ratio',
    help: 'Share of the disk under FILES_DIR that is free; 0 with a bucket',
    registers: [registry],
  }),
  unreadable: new Counter({
    name: 'unreadable_values_total',
    help: 'Sealed values that could not be decrypted, by column',
    labelNames: ['column'] as const,
    registers: [registry],
  }),
  keyFaults: new Counter({
    name: 'data_key_faults_total',
    help: 'Comparisons of the data keys with the database that failed',
    registers: [registry],
  }),
};

/** Serves /metrics on a loopback port of its own, not reachable by the public. Port 0: not served. */
export function serveMetrics(port: number): Server | undefined {
  if (port === 0) return undefined;
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text));
  });
  return server.listen(port, '127.0.0.1');
}
