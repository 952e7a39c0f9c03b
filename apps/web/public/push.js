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
      // A page that is open shows the news by itself; any other address, such as one that stops a recovery, has to be opened.
      const open = url.pathname === '/app' && pages.find((page) => new URL(page.url).origin === url.origin);
      return open ? open.focus() : self.clients.openWindow(url.href);
    }),
  );
});
