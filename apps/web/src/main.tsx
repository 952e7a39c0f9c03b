import './ui/tokens.css';
import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { formatFor } from './core/format';
import { needsOldBrowserHelp } from './app/old-browsers';
import { preferences } from './core/preferences';
import { client } from './core/query-client';
import { sessionQuery } from './core/session';
import { startWords } from './locales';

async function start(): Promise<void> {
  if (needsOldBrowserHelp()) await import('./app/old-browsers.polyfills');
  void client.prefetchQuery(sessionQuery); // loads in parallel with words and screen
  const [{ router }] = await Promise.all([import('./app/routes'), startWords(preferences.get().language)]);
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root');
  // Creating a page's first formatter blocks an old phone for a tenth of a second: do it while waiting for the network.
  setTimeout(() => formatFor(preferences.get().language).money(0));
  await router.load(); // the first render shows the screen itself, not a placeholder
  // In a transition React renders in small slices, so that the page responds to taps in between.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <Suspense fallback={null}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
  if (import.meta.env.PROD) void import('./core/service-worker').then(({ offerUpdates }) => offerUpdates());
}

// After an update the chunks of the old version may be gone: reload the page once.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('mw.reloaded') ?? 0);
  if (Date.now() - last < 60_000 || !navigator.onLine) return;
  event.preventDefault();
  sessionStorage.setItem('mw.reloaded', String(Date.now()));
  location.reload();
});

void start();
