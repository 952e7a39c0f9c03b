import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Writes `.br` and `.gz` beside every text file, so that the server does not compress on each request. */
export function compress(): Plugin {
  let folder = '';
  return {
    name: 'compress',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const path of readdirSync(folder, { recursive: true }) as string[]) {
          if (!/\.(?:js|css|html|svg|webmanifest|json)$/.test(path)) continue;
          const bytes = readFileSync(join(folder, path));
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
          writeFileSync(join(folder, `${path}.br`), brotliCompressSync(bytes, { params }));
          writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: 9 }));
        }
      },
    },
  };
}
