import 'reflect-metadata';
import { SwaggerModule } from '@nestjs/swagger';
import { fileURLToPath } from 'node:url';
import { Config, createHttpApplication, endOnKeyFault, serveMetrics, serveWebPages } from '#libs/platform';
import { ApiModule } from './api.module.js';
import { describeApi } from './openapi.js';
import { refuseForeignSchema } from './own-schema.js';

await refuseForeignSchema();
const app = await createHttpApplication(ApiModule).catch(endOnKeyFault);
const config = app.get(Config);
SwaggerModule.setup('api/docs', app, () => describeApi(app), {
  jsonDocumentUrl: 'api/openapi.json',
  yamlDocumentUrl: 'api/openapi.yaml',
});
await serveWebPages(app, fileURLToPath(new URL('../web', import.meta.url)));
const metrics = serveMetrics(config.metricsPort);
app.getHttpServer().on('close', () => metrics?.close());
await app.listen(config.port, config.host);
