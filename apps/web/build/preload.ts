import type { Plugin } from 'vite';

/** Adds `modulepreload` links for the modules that the first script always needs, so that they load in parallel with it.
 *  All preloads get low priority, so that the styles load first and a slow connection shows the name at once. */
export function preload(...modules: string[]): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const links = Object.values(bundle ?? {})
          .filter((chunk) => chunk.type === 'chunk' && modules.some((module) => chunk.facadeModuleId?.endsWith(module)))
          .map(({ fileName }) => `    <link rel="modulepreload" crossorigin href="/${fileName}">\n`);
        return html
          .replace(/ {2}<\/head>|<\/head>/, `${links.join('')}$&`)
          .replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"');
      },
    },
  };
}
