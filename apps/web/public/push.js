/* What a browser does with a message that was pushed while no page was open. */
self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data ? event.data.json() : {};
  } catch {
    told = {};
  }
  event.waitUntil(
    self.registration.showNotification(told.title || '微心愿', {
      body: told.text || '',
      icon: '/icon-192.png',
      data: { url: told.url || '/app' },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((pages) => {
      const open = pages.find((page) => new URL(page.url).origin === url.origin);
      if (!open) return self.clients.openWindow(url.href);
      // A page that is open shows the news by itself; any other address is gone to. A page from before this worker cannot be led.
      if (url.pathname === '/app') return open.focus();
      return open
        .focus()
        .then((page) => page.navigate(url.href))
        .catch(() => self.clients.openWindow(url.href));
    }),
  );
});
