// Before anything is drawn: the theme and the size of text that were chosen on this device, so that nothing flashes.
(function () {
  try {
    var chosen = JSON.parse(localStorage.getItem('mw.look') || '{}');
    var dark = window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches;
    var root = document.documentElement;
    root.dataset.theme = chosen.theme === 'dark' || (chosen.theme !== 'light' && dark) ? 'dark' : 'light';
    root.dataset.text = chosen.text || 'normal';
    root.lang = chosen.language === 'en' ? 'en' : 'zh-CN';
  } catch {
    document.documentElement.dataset.theme = 'light';
  }
})();
