import { defineConfig } from 'vitest/config';

// Decorators carry types for injection; the `source` condition makes `#libs/*` resolve to TypeScript.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{apps,libs,test}/**/*.spec.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores carry the tests, the servers and the applications under test: one file at a time.
    fileParallelism: false,
    reporters: ['default'],
  },
});
