import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { SELF, allProblemKinds, definedEvents, definedPermissions } from '#libs/platform';

/** Builds an operation's id from its controller and method, such as `claims_extend`. Other routes do not change it. */
export const operationIdOf = (controller: string, method: string): string =>
  `${controller.charAt(0).toLowerCase()}${controller.slice(1).replace(/Controller$/, '')}_${method}`;

/** Builds the OpenAPI 3.1 document of the api: every operation with its access rule, body and responses, and every error
 *  code that a problem can carry. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const kinds = allProblemKinds();
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Micro-Wish 微心愿')
    .setVersion('1')
    .setDescription(
      'Residents order, the government pays. Ids are UUIDs, instants ISO 8601 UTC, money integer fen. Commands take an ' +
        'Idempotency-Key. Errors are application/problem+json with a stable `code`, in the language of Accept-Language.\n\n' +
        [
          '| code | status | meaning |',
          '|---|---|---|',
          ...kinds.map(({ code, status, words }) => `| ${code} | ${status} | ${words.en} ${words.zh} |`),
        ].join('\n'),
    )
    .addCookieAuth('sid')
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: operationIdOf,
    autoTagControllers: false,
  });
  document.components = { ...document.components };
  document.components.schemas = {
    ...document.components.schemas,
    EventName: {
      type: 'string',
      description: 'Names of the events on a timeline.',
      enum: [...definedEvents().keys()].toSorted(),
    },
    PermissionName: {
      type: 'string',
      description: 'An action that roles allow in their units.',
      enum: [...definedPermissions().keys()].filter((name) => name !== SELF.name).toSorted(),
    },
    Problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'code'],
      properties: {
        type: { type: 'string' },
        title: { type: 'string', description: 'In the caller’s language.' },
        status: { type: 'integer' },
        code: { type: 'string', enum: kinds.map(({ code }) => code) },
        faults: {
          type: 'array',
          items: {
            type: 'object',
            required: ['field', 'reason'],
            properties: { field: { type: 'string' }, reason: { type: 'string' } },
          },
        },
      },
      additionalProperties: true,
      example: {
        type: 'urn:micro-wish:problem:wish_not_open',
        title: '慢了一步：这个心愿现在是“claimed”，名额已满。',
        status: 409,
        code: 'WISH_NOT_OPEN',
      },
    },
  };
  const problem = {
    description: 'The error',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const item of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(
      item as Record<string, { responses: object; requestBody?: unknown }>,
    )) {
      if (!operation?.responses) continue;
      Object.assign(operation.responses, { '4XX': problem, '5XX': problem });
      if (method === 'get') delete operation.requestBody;
    }
  }
  return document;
}
