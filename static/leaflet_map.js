// The light map on a page: a box that Leaflet keeps while filters change, and the picture in it, of which only what differs is drawn anew.
const loaded = new Map();
let made = 1;

// Leaflet and what draws with it are scripts of the old kind: each is put into the page once. They are fetched together and run in order.
function script(src) {
  if (!loaded.has(src)) {
    loaded.set(src, new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement('script'), { src, async: false, onload: done, onerror: failed }));
    }));
  }
  return loaded.get(src);
}

function styles(href) {
  if (!loaded.has(href)) loaded.set(href, document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href })));
}

function build(parent, { zoom, start }) {
  const box = parent.appendChild(Object.assign(document.createElement('div'), { id: document.getElementById('map_div') ? `map_div_${++made}` : 'map_div', className: 'bsg-leaflet' }));
  box.map = L.map(box, { minZoom: zoom[0], maxZoom: zoom[1], zoomSnap: 0.25 }).setView(start, zoom[0]);
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(box.map);
  box.picture = new gapMap.Picture(box.map, L.featureGroup().addTo(box.map));
  box.picture.onFirst = () => {
    const { ways } = box.picture.look;
    gapMap.wheel(box.map, ways);
    gapMap.places(box.map, box.picture, ways);
    gapMap.keys(box.map, box.picture, ways);
    legend(box);
  };
  // Leaflet measures its box when it is made; a page settles a moment later.
  box.watcher = new ResizeObserver(() => { box.map.invalidateSize({ animate: false }); gapMap.settle(box.map); });
  box.watcher.observe(box);
  return box;
}

// The legend of the page marks the class of the area under the pointer, else of the chosen one.
function legend(box) {
  const { picture } = box;
  const mark = (path) => {
    const all = box.closest('[class*=st-key-map_stage]')?.querySelectorAll('.bsg-legend [data-colour]') ?? [];
    const i = path ? path.feature.properties.i : picture.spec.chosen;
    const here = i === null ? null : picture.shade(i);
    all.forEach((key) => key.toggleAttribute('data-here', key.dataset.colour === here));
  };
  picture.onPoint = mark;
  picture.onShown = () => mark(null);
  mark(null);
  box.map.on('mouseout', () => mark(null));
  box.addEventListener('pointerover', (event) => {
    const path = picture.paths?.find((one) => one.getElement() === event.target);
    if (path) mark(path);
  });
}

async function draw({ data, parentElement, setTriggerValue }, gone) {
  styles(data.style);
  await Promise.all(data.scripts.map(script));
  if (gone()) return;
  const box = parentElement.querySelector('.bsg-leaflet') ?? build(parentElement, data);
  gapMap.together(box.map, data.spec);
  gapMap.control(box.map, data.spec);
  // Where nothing follows from a press, the server is not asked.
  await box.picture.show(data.spec, data.spec.answers ? (found) => {
    box.map.pressed = true;
    setTriggerValue('clicked', found);
  } : null);
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
