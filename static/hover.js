// Fills the hover cards: what a thing is called, and for an area the figures of the current filters. The card itself is drawn by
// Streamlit's map from a template; it carries only a kind and a running number. Names are read from the files that the map draws, figures
// come packed, nine bytes an area; words are set with textContent, never as HTML, and pass through no template.
const MISSING = 255, MISSING_WIDE = 65535, BYTES = 9;
// deck.gl takes a press for a click only if it is shorter than 250 ms; without a graphics card a busy page measures longer than the hand.
const SLOW_MS = 200, STILL_PX = 6;
const files = new Map();
let given = null, told = new Map(), watcher = null, mounted = 0, pressed = null, choose = null, drawable = null;

export function unpack(text) {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return new DataView(bytes.buffer);
}

// Pages that show no need and no gap send none.
const scored = ({ view }, index) => (index + 1) * BYTES <= view.byteLength;

function lines({ view, words, values }, index) {
  const at = index * BYTES, found = [];
  if (values && index in values) found.push(`${words.indicator}: ${values[index] ?? words.missing}`);
  if (!scored({ view }, index)) return found;
  const scores = [[words.need, view.getUint8(at)], [words.gap, view.getUint8(at + 1)]];
  const access = view.getUint16(at + 2);
  found.push(`${scores[0][0]}: ${scores[0][1] === MISSING ? words.missing : scores[0][1] + words.of}`);
  found.push(`${words.access}: ${access === MISSING_WIDE ? words.missing : (access / 100).toFixed(words.decimals) + ' ' + words.unit}`);
  const minutes = view.getUint8(at + 6), count = view.getUint16(at + 7);
  const near = minutes === MISSING ? [] : [minutes ? minutes + words.minutes : words.at_once];
  if (count !== MISSING_WIDE) found.push(`${words.nearest}: ${[...near, words.reach.replace('{count}', count)].join('; ')}`);
  found.push(`${scores[1][0]}: ${scores[1][1] === MISSING ? words.missing : scores[1][1] + words.of}`);
  return found;
}

// Addresses on the dashboard; or what lies in no file.
function load(source) {
  if (typeof source !== 'string') return source;
  if (!files.has(source)) files.set(source, fetch(source).then((answer) => answer.json()));
  return files.get(source);
}

// Names of everything that the map shows, by kind and running number.
async function learn(sources) {
  const lists = await Promise.all(sources.map(load));
  const things = lists.flatMap((list) => list.features?.map((feature) => feature.properties) ?? list);
  return new Map(things.map((thing) => [thing.k + thing.i, thing]));
}

export function fill(card, figures, thing) {
  card.replaceChildren();
  if (!thing) return;
  // Under a scenario an area may have other children than the file says.
  const detail = card.dataset.k === 'a' ? figures?.words.details?.[card.dataset.i] ?? thing.d : thing.d;
  for (const [tag, words] of [['b', thing.t], ['span', detail]]) {
    card.append(Object.assign(document.createElement(tag), { textContent: words }));
  }
  if (!figures || card.dataset.k !== 'a') return;
  const index = Number(card.dataset.i), list = document.createElement('ul');
  for (const line of lines(figures, index)) {
    const item = document.createElement('li');
    item.textContent = line;
    list.append(item);
  }
  card.append(list);
  if (!scored(figures, index)) return;
  const at = index * BYTES, reasons = figures.view.getUint8(at + 4), kind = figures.words.classes[figures.view.getUint8(at + 5)];
  if (kind) card.append(Object.assign(document.createElement('em'), { textContent: kind }));
  const why = figures.words.reasons.filter((_, bit) => reasons & (1 << bit)).join('; ');
  if (why) {
    const item = document.createElement('li');
    item.textContent = why;
    const second = document.createElement('ul');
    second.append(item);
    card.append(second);
  }
}

// The card is placed right below the pointer; near the edges it would be cut off, so it moves to the other side.
function keepInside(tip) {
  const frame = tip.parentElement?.getBoundingClientRect();
  if (!frame) return;
  tip.style.margin = '0';
  const box = tip.getBoundingClientRect();
  const left = Math.max(frame.left - box.left + 4, Math.min(0, frame.right - box.right - 4));
  const top = box.bottom > frame.bottom ? Math.max(-box.height - 8, frame.top - box.top + 4) : 0;
  tip.style.margin = `${Math.round(top)}px 0 0 ${Math.round(left)}px`;
}

function refresh(force) {
  document.querySelectorAll('.deck-tooltip .bsg-card').forEach((card) => {
    if (!force && card.dataset.filled) return;
    card.dataset.filled = '1';
    fill(card, given, told.get(card.dataset.k + card.dataset.i));
  });
}

let last = '';
function onChange() {
  refresh(false);
  const tip = document.querySelector('.deck-tooltip');
  if (!tip || tip.style.display === 'none' || tip.style.transform === last) return;
  last = tip.style.transform;
  keepInside(tip);
}

const onMap = (event) => event.target instanceof Element && event.target.closest('.stDeckGlJsonChart .deck-root');

function onPress(event) {
  pressed = onMap(event) ? { at: performance.now(), x: event.clientX, y: event.clientY } : null;
}

// A click that deck.gl will have missed: what lies under the pointer is what the hover card shows, one drawn frame later.
function onRelease(event) {
  const from = pressed;
  pressed = null;
  if (!from || !onMap(event) || performance.now() - from.at < SLOW_MS) return;
  if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) return;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const tip = document.querySelector('.deck-tooltip'), card = tip?.querySelector('.bsg-card');
    if (card && tip.style.display !== 'none' && choose) choose(`${card.dataset.k}${card.dataset.i}`);
  }));
}

// The map needs WebGL 2; without it, it stays blank and Python draws the simple map.
const canDraw = () => Boolean(document.createElement('canvas').getContext('webgl2'));

export default function ({ data, setTriggerValue }) {
  if (drawable === null) drawable = canDraw();
  if (!drawable) setTriggerValue('blank', true);
  choose = (found) => setTriggerValue('clicked', found);
  const mine = given = { view: unpack(data.packed), words: data.words, values: data.values };
  learn(data.cards).then((names) => {
    if (given !== mine) return;
    told = names;
    last = '';
    refresh(true);
  });
  mounted += 1;
  if (!watcher) {
    watcher = new MutationObserver(onChange);
    watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('pointerup', onRelease, true);
  }
  return () => {
    mounted -= 1;
    if (mounted === 0 && watcher) {
      watcher.disconnect();
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('pointerup', onRelease, true);
      watcher = given = choose = null;
    }
  };
}
