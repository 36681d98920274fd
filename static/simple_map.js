// The simple map: Leaflet draws outlines and points as SVG, so it needs no WebGL. It fetches the same published files as the other map;
// Python sends only colours, figures of the hover cards and what is chosen. On a page static/leaflet_map.js calls it; a folium map
// (ui/map/folium_map.py), in a frame or taken away as one file, brings all that is shown.
(() => {
  const files = new Map(), PANES = { land: 210, lines: 420, points: 430, names: 440 };
  const OPEN = { fill: false, interactive: false, pane: 'lines' };

  // Addresses on the dashboard; in a folium map, what is behind them.
  function load(url) {
    if (typeof url !== 'string') return url;
    if (!files.has(url)) files.set(url, fetch(url).then((answer) => answer.json()));
    return files.get(url);
  }

  // Square, circle, diamond, and what a scenario opens (triangle) or closes (crossed out), told apart without colour. Leaflet calls this whenever the point moves on the screen.
  const Mark = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point, r = this._radius, kind = this.options.kind;
      if (kind === 'pvi' || kind === 'note') return this._renderer._updateCircle(this);
      if (kind === 'opens') return this._renderer._setPath(this, `M${x},${y - r}l${r},${2 * r}h${-2 * r}z`);
      if (kind === 'closes') {
        const far = r * 0.6, round = `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
        return this._renderer._setPath(this, `${round}M${x - far},${y - far}l${2 * far},${2 * far}M${x + far},${y - far}l${-2 * far},${2 * far}`);
      }
      const path = kind === 'site' || kind === 'changes' ? `M${x - r},${y}l${r},${-r}l${r},${r}l${-r},${r}z` : `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
      return this._renderer._setPath(this, path);
    },
  });

  // What a click tells Python: the kind and running number.
  function answering(layer, { k, i }, { choose }) {
    if (choose) layer.on('click', () => choose(`${k}${i}`, layer));
  }

  function card(properties, figures, fill) {
    const made = Object.assign(document.createElement('div'), { className: 'bsg-card' });
    made.dataset.k = properties.k;
    made.dataset.i = properties.i;
    fill(made, figures, properties);
    return made;
  }

  function drawAreas(areas, spec, tip) {
    const style = ({ properties: { i } }) => ({
      fillColor: spec.colours[spec.classes[i]], fillOpacity: 1, color: spec.lines.hair, weight: 0.8, pane: 'overlayPane',
    });
    const layer = L.geoJSON(areas, { style, onEachFeature: (feature, path) => answering(path, feature.properties, spec) });
    return layer.bindTooltip((path) => tip(path.feature.properties), { sticky: true, opacity: 1 });
  }

  const outlines = (features, color, weight) => L.geoJSON(features, { style: { ...OPEN, color, weight }, interactive: false, pane: 'lines' });

  function drawLines(areas, districts, spec) {
    const marked = new Set(spec.outlined), drawn = [];
    drawn.push(outlines(areas.features.filter((area) => marked.has(area.properties.i)), spec.lines.priority, 1.6));
    drawn.push(outlines(districts, spec.lines.district, 1.8));
    const chosen = areas.features.filter((area) => area.properties.i === spec.chosen);
    if (chosen.length) drawn.push(outlines(chosen, spec.lines.halo, 7), outlines(chosen, spec.lines.chosen, 3));
    return drawn;
  }

  function drawPoints(points, spec, tip) {
    return points.map((point) => {
      if (point.n) return numbered(point).bindTooltip(() => tip(point), { sticky: true, opacity: 1 });
      const [kind, beyond] = point.s.split('-'), colour = spec.marks[kind];
      const mark = new Mark([point.p[1], point.p[0]], {
        kind, pane: 'points', radius: 5, weight: kind === 'site' ? 2.5 : 1.2, color: kind === 'site' ? colour : '#fff',
        fillColor: kind === 'site' ? '#fff' : colour, fillOpacity: beyond ? 0.45 : 1, opacity: beyond ? 0.55 : 1,
        ...(kind === 'opens' || kind === 'changes' ? { radius: 8, weight: 1.5 } : {}),
        ...(kind === 'closes' ? { radius: 8, weight: 2.5, color: colour, fillColor: '#fff' } : {}),
        ...(kind === 'note' ? { radius: 10, weight: 3, color: colour, fillOpacity: 0.01 } : {}),
      });
      answering(mark, point, spec);
      return mark.bindTooltip(() => tip(point), { sticky: true, opacity: 1 });
    });
  }

  // A site of an answer: a disc with its number.
  function numbered(point) {
    const disc = Object.assign(document.createElement('span'), { className: 'bsg-site-number', textContent: point.n });
    const icon = L.divIcon({ html: disc, className: '', iconSize: [0, 0] });
    return L.marker([point.p[1], point.p[0]], { icon, keyboard: false, pane: 'points' });
  }

  function drawNames(names) {
    return names.map((name) => {
      const text = Object.assign(document.createElement('span'), { className: 'bsg-name-label', textContent: name.t });
      const icon = L.divIcon({ html: text, className: '', iconSize: [0, 0] });
      return L.marker([name.p[1], name.p[0]], { icon, interactive: false, keyboard: false, pane: 'names' });
    });
  }

  function drawLand(map, style, group) {
    const paint = Object.fromEntries(style.layers.map((layer) => [layer.id, layer.paint]));
    map.getContainer().style.background = paint.water['background-color'];
    const land = { stroke: false, fillColor: paint.land['fill-color'], fillOpacity: 1, interactive: false, pane: 'land' };
    group.addLayer(L.geoJSON(style.sources.land.data, { style: land, interactive: false, pane: 'land' }));
    const tiles = style.sources.tiles;
    if (tiles) group.addLayer(L.tileLayer(tiles.tiles[0], { attribution: tiles.attribution, zIndex: 2 }));
  }

  function prepare(map, spec) {
    for (const [name, order] of Object.entries(PANES)) {
      if (!map.getPane(name)) map.createPane(name).style.zIndex = order;
    }
    map.getPane('names').style.pointerEvents = 'none';
    map.attributionControl?.setPrefix(false);
    // Folium forbids enlarging with two fingers.
    document.querySelectorAll('meta[name=viewport]').forEach((meta) => { meta.content = 'width=device-width, initial-scale=1'; });
    const box = map.getContainer();
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', spec.alt);
    box.dataset.theme = spec.theme;
    // Leaflet takes the keyboard at each press; the page around the map must not scroll under the pointer then.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    // Filters leave the view where the reader put it; only another place to look at moves the map.
    if (JSON.stringify(spec.fit) !== map.looked) map.fitBounds(spec.fit, { animate: false });
    map.looked = JSON.stringify(spec.fit);
  }

  function show(map, given, choose) {
    const spec = { ...given, choose };
    const group = L.featureGroup();
    prepare(map, spec);
    const wanted = [spec.style, spec.areas, spec.districts, spec.names, ...spec.points].map(load);
    Promise.all([import(spec.hover), ...wanted]).then(([hover, style, areas, districts, names, ...points]) => {
      if (!map.hasLayer(group)) return;
      const figures = { view: hover.unpack(spec.packed), words: spec.words, values: spec.values };
      const tip = (properties) => card(properties, figures, hover.fill);
      drawLand(map, style, group);
      group.addLayer(drawAreas(areas, spec, tip));
      const above = [...drawLines(areas, districts, spec), ...drawPoints(points.flat(), spec, tip), ...drawNames(names)];
      above.forEach((layer) => group.addLayer(layer));
      const box = map.getContainer();
      // Browsers let the tab key stop at a shape that has a tooltip: hundreds of stops. The box above the map chooses by keyboard.
      box.querySelectorAll('path').forEach((path) => path.setAttribute('tabindex', '-1'));
      box.dataset.drawn = 'yes';
    });
    return group;
  }

  // What Python packed: JSON as base64, in which no letter has a meaning of its own.
  const read = (packed) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))));

  window.gapMap = { show, read };
})();
