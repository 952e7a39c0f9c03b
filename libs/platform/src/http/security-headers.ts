import type { FastifyInstance } from 'fastify';

/** Allows only what is named. The library's defaults allow inline styles and demand https, even on a developer's machine. */
const contentPolicy = (directives: Record<string, string[]>) => ({
  contentSecurityPolicy: { useDefaults: false, directives },
});

const NOTHING_FOREIGN = {
  defaultSrc: [`'self'`],
  objectSrc: [`'none'`],
  baseUri: [`'none'`],
  formAction: [`'self'`],
  frameAncestors: [`'none'`],
};

/** For the pages of the web application: nothing inline, nothing from elsewhere. `data:` and `blob:` are for pictures only:
 *  icons in style sheets, and photos that were just taken. */
export const PAGE_HEADERS = contentPolicy({
  ...NOTHING_FOREIGN,
  scriptSrc: [`'self'`],
  styleSrc: [`'self'`],
  imgSrc: [`'self'`, 'data:', 'blob:'],
});

/** For the page that documents the api, which has inline styles and icons; it holds no personal data. */
const DOCS_HEADERS = contentPolicy({
  ...NOTHING_FOREIGN,
  styleSrc: [`'self'`, `'unsafe-inline'`],
  imgSrc: [`'self'`, 'data:'],
});

/** Adds the headers that keep browsers from guessing content types, framing pages and revealing the referrer. `isSecure`:
 *  the platform is reached by https only. */
export async function addSecurityHeaders(fastify: FastifyInstance, { isSecure }: { isSecure: boolean }): Promise<void> {
  await fastify.register(import('@fastify/helmet'), {
    ...contentPolicy(NOTHING_FOREIGN),
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isSecure && { maxAge: 31_536_000, includeSubDomains: true },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/api/docs')) reply.helmet(DOCS_HEADERS);
    done();
  });
}
