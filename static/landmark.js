// Makes a list of page links a landmark with a name, its groups groups with names, and marks the link of the current page.
function mark(nav, { name, here, groups }) {
  nav.setAttribute('role', 'navigation');
  nav.setAttribute('aria-label', name);
  for (const [key, title] of Object.entries(groups)) {
    const group = nav.querySelector(`.st-key-${key}`);
    group?.setAttribute('role', 'group');
    group?.setAttribute('aria-label', title);
  }
  for (const link of nav.querySelectorAll('a')) {
    const current = new URL(link.getAttribute('href'), location.origin).pathname.split('/').pop() === here;
    if (current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

export default ({ data, parentElement }) => {
  const nav = parentElement.closest(`.st-key-${data.key}`);
  if (!nav) return undefined;
  mark(nav, data);
  // Links come after this script, and are drawn anew when another page is opened.
  const watch = new MutationObserver(() => mark(nav, data));
  watch.observe(nav, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
  return () => watch.disconnect();
};
