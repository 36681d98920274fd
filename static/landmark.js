// What Streamlit has no words for, for whoever does not see or does not point: names of the parts of a page, a page that begins where it
// begins, an answer that has changed, and tables that the tab key passes.
const MAIN = '[data-testid="stMain"]';
const GRID = '[data-testid="stDataFrameResizable"]:not([tabindex])';
const RUNNING = '[data-testid="stApp"]:not([data-test-script-state="notRunning"]), [data-stale="true"]';
const QUIET_MS = 400;
const BAR = '[data-testid="stSidebar"][data-collapsed="false"]', FOLD = '[data-testid="stSidebarCollapseButton"] button';
// On screens as narrow as this, Streamlit lays the bar with the pages over the page.
const NARROW = '(max-width: 768px)';
// Room for the line that Streamlit keeps over the head of the page.
const OVER = '[data-testid="stHeader"]', HEAD = '5rem';
// What asks for an answer, and nothing else: who changes a field goes on writing.
const ASKS = '[class*="st-key-asks_"] button';
// A hand that rests moves its mouse by less, in pixels.
const REST_PX = 24;
// Page and answer that were told last, and where the last press was if it asked for one; they outlive the pages.
const told = { page: undefined, answer: undefined, asked: undefined };
let stop = () => {};

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

// A grid takes the tab key cell by cell, and where a cell chooses its row, passing would choose. So it is one stop, which Enter goes into.
function pass(grid, keys) {
  grid.tabIndex = 0;
  grid.setAttribute('aria-description', keys);
  grid.addEventListener('keydown', (event) => {
    const inside = event.target !== grid;
    if (event.key === 'Tab') event.stopPropagation();
    else if (event.key === 'Enter' && !inside) grid.querySelector('canvas').focus();
    else if (event.key === 'Escape' && inside) grid.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  }, true);
}

function quieten(main, keys) {
  // Streamlit gives the field for files a name, and says that it is nothing.
  main.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]').forEach((field) => field.setAttribute('role', 'group'));
  main.querySelectorAll(GRID).forEach((grid) => pass(grid, keys));
  main.querySelectorAll('canvas[data-testid="data-grid-canvas"], .dvn-scroller').forEach((part) => { part.tabIndex = -1; });
}

// The first sentence under the title is the answer; a link or a button is none.
function answer(main) {
  const title = main.querySelector('h1');
  const after = (one) => title.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !one.closest('a, button');
  return title ? [...main.querySelectorAll('[data-testid="stMarkdownContainer"] p')].find(after) : undefined;
}

function speaker() {
  const known = document.getElementById('bsg-told');
  return known ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'bsg-told', className: 'bsg-unseen', role: 'status' }));
}

// What asks can lie screens below the answer to it.
function show(sentence) {
  told.asked = undefined;
  const { top, bottom } = sentence.getBoundingClientRect();
  if (top >= (document.querySelector(OVER)?.offsetHeight ?? 0) && bottom <= innerHeight) return;
  sentence.style.scrollMarginTop = HEAD;
  sentence.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: no-preference)').matches ? 'smooth' : 'instant' });
}

// Another answer on the same page is read out once, when nothing runs any more; one that was asked for is brought into sight.
function tell(main, page) {
  if (document.querySelector(RUNNING)) return;
  const sentence = answer(main), now = sentence?.textContent;
  if (told.page === page && now && now !== told.answer) {
    if (told.answer) speaker().textContent = now;
    // Who presses at once has asked before anything was told.
    if (told.asked) show(sentence);
  }
  if (now) Object.assign(told, { page, answer: now });
}

function press(event) {
  told.asked = event.target instanceof Element && event.target.closest(ASKS) ? event : undefined;
}

// Who goes on before the answer is there must not find the page moved under the hand.
function goOn(event) {
  const moved = event.type !== 'pointermove' || Math.hypot(event.clientX - told.asked?.clientX, event.clientY - told.asked?.clientY) > REST_PX;
  if (moved) told.asked = undefined;
}

function watchPage({ page, keys }) {
  const main = document.querySelector(MAIN);
  if (!main) return () => {};
  main.setAttribute('aria-label', page);
  // Who follows a link goes on where the other page begins: the link is gone, and with it the place that the tab key had.
  const opened = told.page !== undefined && told.page !== page;
  if (opened && matchMedia(NARROW).matches) document.querySelector(BAR)?.querySelector(FOLD)?.click();
  if (opened && document.activeElement === document.body) main.focus({ preventScroll: true });
  if (told.page !== page) Object.assign(told, { page, answer: undefined });
  quieten(main, keys);
  let later;
  const watch = new MutationObserver(() => {
    quieten(main, keys);
    clearTimeout(later);
    later = setTimeout(() => tell(main, page), QUIET_MS);
  });
  watch.observe(main, { childList: true, subtree: true, characterData: true });
  const ended = new AbortController(), listen = { capture: true, passive: true, signal: ended.signal };
  main.addEventListener('click', press, listen);
  for (const going of ['pointermove', 'wheel', 'keydown']) addEventListener(going, goOn, listen);
  speaker();
  return () => { clearTimeout(later); watch.disconnect(); ended.abort(); };
}

// Where another process takes over, it knows nothing of this visit: the first choice would be lost, were the page not run there first.
function watchServer(runAgain) {
  const app = document.querySelector('[data-testid="stApp"]');
  let lost = false;
  const watch = new MutationObserver(() => {
    const here = app.dataset.testConnectionState === 'CONNECTED';
    if (here && lost) runAgain();
    lost = !here;
  });
  watch.observe(app, { attributes: true, attributeFilter: ['data-test-connection-state'] });
  return () => watch.disconnect();
}

export default ({ data, parentElement, setTriggerValue }) => {
  const nav = parentElement.closest(`.st-key-${data.key}`);
  if (!nav) return undefined;
  mark(nav, data);
  // Links come after this script, and are drawn anew when another page is opened.
  const watch = new MutationObserver(() => mark(nav, data));
  watch.observe(nav, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
  if (data.page) {
    stop();
    const ends = [watchPage(data), watchServer(() => setTriggerValue('back', true))];
    stop = () => ends.forEach((end) => end());
  }
  return () => watch.disconnect();
};
