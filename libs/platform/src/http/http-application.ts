import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ConsoleLogger, Logger, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Config, type TrustedProxies } from '../config.js';
import { metrics } from '../metrics.js';
import { CrossSite, HeadersTooLarge, Malformed, RequestTimedOut, UnsupportedType } from '../problems.js';
import { assertBounded } from './bounded-input.js';
import { problemBody, sendProblem, ProblemFilter } from './problem.filter.js';
import { ACCESS_RULE, type ApiReply, type ApiRequest } from './access.decorators.js';
import { addSecurityHeaders } from './security-headers.js';
import { validation } from './validation.js';
import { tagPublicAnswers } from './static-web.js';

export const BODY_LIMIT = 256 * 1024;
export const UPLOAD_LIMIT = 20 * 1024 * 1024;

export const jsonLogger = (): ConsoleLogger =>
  new ConsoleLogger({ json: true, logLevels: ['log', 'warn', 'error', 'fatal'] });

/** Nest on Fastify, with limits, headers and a shutdown order that were measured to hold under slow clients, cross-site
 *  requests and deploys. Loads Fastify, which worker and cli do not need. */
export async function createHttpApplication(module: Type, { quiet = false } = {}): Promise<NestFastifyApplication> {
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    maxRequestsPerSocket: 10_000,
    onProtoPoisoning: 'error',
    trustProxy: trustIn(new Config().trustProxy),
    genReqId: () => Math.random().toString(36).slice(2, 12),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) =>
      sendProblem(request as ApiRequest, reply as ApiReply, error),
    clientErrorHandler: answerUnreadable,
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: quiet ? false : jsonLogger(),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: ['api/health/*path'] });
  app.useGlobalPipes(validation);
  app.useGlobalFilters(new ProblemFilter());
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  await fastify.register(import('@fastify/accepts'));
  await fastify.register(import('@fastify/cookie') as never);
  await fastify.register(import('@fastify/multipart') as never, {
    limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 5 },
  });
  const config = app.get(Config);
  await addSecurityHeaders(fastify, { isSecure: config.secureCookies });
  const state = { closing: false };

  fastify.addHook('onRequest', (request, reply, done) => {
    const asked = request as ApiRequest;
    asked.locale = request.language(['zh', 'en']) === 'en' ? 'en' : 'zh';
    if (isCrossSiteWrite(request.method, request.headers)) {
      sendProblem(asked, reply as ApiReply, CrossSite());
      return;
    }
    const type = request.headers['content-type'];
    if (type && !/^(?:application\/json|multipart\/form-data)\b/i.test(type)) {
      sendProblem(asked, reply as ApiReply, UnsupportedType());
      return;
    }
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    const asked = request as ApiRequest;
    try {
      for (const input of [request.params, request.query, request.body]) assertBounded(input, asked.locale ?? 'zh');
      done();
    } catch (error) {
      sendProblem(asked, reply as ApiReply, error);
    }
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (state.closing) void reply.header('connection', 'close');
    if (!reply.hasHeader('cache-control') && request.url.startsWith('/api/v1/'))
      void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  tagPublicAnswers(fastify);
  const log = new Logger('request');
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    if (reply.statusCode >= 500 || seconds > 1) {
      log.warn({
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      });
    }
    done();
  });
  refuseUnguardedHandlers(app);
  closeInOrder(app, config, state);
  return app;
}

/** Answers input that Node.js could not parse as a request, directly on the socket, in the usual problem format. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? HeadersTooLarge()
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? RequestTimedOut()
        : Malformed();
  const body = JSON.stringify(problemBody(problem, 'zh'));
  const { status } = problem.kind;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Given a number, Fastify trusts no proxy, since a number alone cannot tell a proxy from a client that reaches the api
 *  directly. Here the number counts proxies that the operator vouches for, so it becomes a function. */
const trustIn = (proxies: TrustedProxies) =>
  typeof proxies === 'number' ? (_address: string, hop: number): boolean => hop < proxies : proxies;

/** Browsers say where a request comes from; a write from another site is refused. Programs send neither header. */
function isCrossSiteWrite(method: string, headers: NodeJS.Dict<string | string[]>): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none';
  const origin = headers.origin;
  if (typeof origin !== 'string') return false;
  try {
    return new URL(origin).host !== headers.host;
  } catch {
    return true;
  }
}

/** Stops the api at start if a handler has neither @Requires nor @Public. */
function refuseUnguardedHandlers(app: NestFastifyApplication): void {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const unguarded: string[] = [];
  let looked = 0;
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name] as () => void;
      if (Reflect.getMetadata('path', handler) === undefined) continue;
      looked += 1;
      if (!reflector.get(ACCESS_RULE, handler)) unguarded.push(`${metatype?.name}.${name}`);
    }
  }
  if (looked === 0) throw new Error('The access check found no handlers');
  if (unguarded.length > 0) throw new Error(`Neither @Requires nor @Public: ${unguarded.join(', ')}`);
}

/** On SIGTERM or SIGINT: report not ready; give balancers time; close idle connections; finish requests; close the rest. */
function closeInOrder(app: NestFastifyApplication, config: Config, state: { closing: boolean }): void {
  const close = async (): Promise<void> => {
    if (state.closing) return;
    state.closing = true;
    setTimeout(() => process.exit(1), 25_000).unref();
    await new Promise((resume) => setTimeout(resume, config.drainMs));
    const server = app.getHttpServer() as import('node:http').Server;
    server.closeIdleConnections();
    const idle = setInterval(() => server.closeIdleConnections(), 200);
    await app.close();
    clearInterval(idle);
    process.exit(0);
  };
  process.once('SIGTERM', () => void close());
  process.once('SIGINT', () => void close());
}
