import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { adoptedStyles, antdStyles } from './build/antd-styles.ts';
import { compress } from './build/compress.ts';
import { preload } from './build/preload.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The oldest supported browsers (Android 8's WebView, old WeChat and UC). The build contains no newer syntax. */
export const OLDEST = 'chrome78';

export default defineConfig({
  root: path('.'),
  plugins: [
    react(),
    antdStyles(),
    adoptedStyles(path('./src/frames/dynamic-css.ts')),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifestFilename: 'micro-wish.webmanifest',
      manifest: {
        name: '微心愿 Micro-Wish',
        short_name: '微心愿',
        description: '群众点单，党委政府买单：把身边人的小心愿变成现实。',
        lang: 'zh-CN',
        start_url: '/app',
        scope: '/',
        display: 'standalone',
        background_color: '#fbf7f0',
        theme_color: '#b8322a',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      workbox: {
        // Precaches only the page itself. Screens are cached when used, so no one downloads the screens of other roles.
        globPatterns: ['index.html', 'first-look.js', 'icon.svg'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//],
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        importScripts: ['/push.js'],
        runtimeCaching: [
          {
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'assets', expiration: { maxEntries: 300 } },
          },
        ],
      },
    }),
    preload('/app/routes.tsx', '/locales/zh/common.ts'),
    compress(),
  ],
  resolve: {
    conditions: ['source', 'module', 'browser', 'development|production'],
  },
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    outDir: path('../../dist/web'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The page already preloads these files; the list of a screen's dependencies is part of the first load.
      resolveDependencies: (_file, needed) => needed.filter((file) => !/\/(?:core|rolldown-runtime)-/.test(file)),
    },
    manifest: 'manifest.json',
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every screen needs is one file: it compresses better than twenty files and changes less often.
          groups: [
            {
              name: 'core',
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack|i18next|openapi-fetch|use-sync-external-store)\/|web\/src\/(?:app\/root|core\/(?!use-sign-in|push|offline|upload|download|form\.)|ui\/(?!desk|chart|lazy-chart|fund|typed|photo|reason|form-view|check-field)|locales\/(?:index|use))|api-client|vite\/preload/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3200' } },
});
