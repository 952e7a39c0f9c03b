import { writeFileSync } from 'node:fs';
import { createHttpApplication } from '#libs/platform';
import { ApiModule } from '../../../api/src/api.module.js';
import { describeApi } from '../../../api/src/openapi.js';
import { Usage, readArgs, type Command } from '../command.js';

/** Writes the OpenAPI document to a file. The api client is generated from it. */
export const openapiCommand: Command = {
  usage: 'FILE',
  async run(args) {
    const { positionals } = readArgs(args, {});
    if (!positionals[0]) throw new Usage('Which file?');
    const app = await createHttpApplication(ApiModule, { quiet: true });
    writeFileSync(positionals[0], `${JSON.stringify(describeApi(app), null, 2)}\n`);
    await app.close();
    return 0;
  },
};
