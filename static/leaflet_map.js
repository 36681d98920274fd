// The simple map on a page: a box that Leaflet keeps while filters change, and one layer that static/simple_map.js draws anew each time.
const loaded = new Map();

// Leaflet and what draws with it are scripts of the old kind: each is put into the page once.
function script(src) {
  if (!loaded.has(src)) {
    loaded.set(src, new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement('script'), { src, onload: done, onerror: failed }));
    }));
  }
  return loaded.get(src);
}

function styles(href) {
  if (!loaded.has(href)) loaded.set(href, document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href })));
}

function build(parent, { height, zoom, start }) {
  const box = parent.appendChild(Object.assign(document.createElement('div'), { id: 'map_div', className: 'bsg-leaflet' }));
  box.style.height = `${height}px`;
  box.map = L.map(box, { minZoom: zoom[0], maxZoom: zoom[1], zoomSnap: 0.25 }).setView(start, zoom[0]);
  L.control.scale().addTo(box.map);
  // Leaflet measures its box when it is made; a page settles a moment later.
  box.watcher = new ResizeObserver(() => box.map.invalidateSize({ animate: false }));
  box.watcher.observe(box);
  return box;
}

async function draw({ data, parentElement, setTriggerValue }, gone) {
  styles(data.style);
  for (const src of data.scripts) await script(src);
  if (gone()) return;
  const box = parentElement.querySelector('.bsg-leaflet') ?? build(parentElement, data);
  const before = box.layer;
  box.layer = window.gapMap.show(box.map, data.spec, (found) => setTriggerValue('clicked', found)).addTo(box.map);
  before?.remove();
}

export default function (component) {
  let over = false;
  draw(component, () => over);
  return () => {
    over = true;
    // A change of a filter calls this too; the map goes only when its box has gone.
    setTimeout(() => {
      const box = component.parentElement.querySelector('.bsg-leaflet');
      if (!box || component.parentElement.isConnected) return;
      box.watcher.disconnect();
      box.map.remove();
      box.remove();
    });
  };
}
