// What one finds oneself by: sea, neighbouring counties, rivers, roads, and names. A name that would lie on another is not drawn; of two, the
// one that stands for more people is. None lies on a mark of what a scenario does, or of a site. Nothing of it answers the pointer.
(() => {
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  // Size and weight of the letters by kind of name; stylesheet: .bsg-label.
  const LETTERS = {
    district: [14, 650], county: [12, 400], city: [13, 600], town: [12, 600], village: [11, 400], hamlet: [10.5, 400], suburb: [10.5, 400],
    locality: [10.5, 400], station: [10.5, 400], motorway: [10, 600], road: [10, 400], river: [11, 400],
  };
  // Names of lines come last: they find room somewhere.
  const FROM_ZOOM = { motorway: 9, road: 9.5, river: 9.5 };
  const LINE_PX = 1.25, APART_PX = 4, MARK_PX = 11, ACT_PX = 14;
  const pencil = document.createElement('canvas').getContext('2d');
  const widths = new Map();

  function width(text, kind) {
    const known = `${kind} ${text}`;
    if (!widths.has(known)) {
      const [size, weight] = LETTERS[kind];
      pencil.font = `${weight} ${size}px ${FONT}`;
      widths.set(known, pencil.measureText(text).width + (kind === 'station' ? MARK_PX : 0));
    }
    return widths.get(known);
  }

  // Which names are drawn, with where: the first of the list come first.
  function placed(map, names) {
    const { x: wide, y: high } = map.getSize(), zoom = map.getZoom(), said = new Set(), found = [];
    const taken = (map.acts ?? []).map((act) => map.latLngToContainerPoint([act.p[1], act.p[0]])).map(({ x, y }) => [x - ACT_PX, y - ACT_PX, x + ACT_PX, y + ACT_PX]);
    for (const name of names) {
      if (zoom < name.z || said.has(name.t)) continue;
      const { x, y } = map.latLngToContainerPoint([name.p[1], name.p[0]]);
      if (x < 0 || y < 0 || x > wide || y > high) continue;
      const half = width(name.t, name.k) / 2 + APART_PX, tall = (LETTERS[name.k][0] * LINE_PX) / 2 + 1;
      const box = [x - half, y - tall, x + half, y + tall];
      if (box[0] < 0 || box[2] > wide || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      said.add(name.t);
      found.push(name);
    }
    return found;
  }

  function write(map, names) {
    const pane = map.getPane('names');
    pane.replaceChildren(...placed(map, names).map((name) => {
      const text = Object.assign(document.createElement('span'), { className: `bsg-label bsg-label-${name.k}`, textContent: name.t });
      L.DomUtil.setPosition(text, map.latLngToLayerPoint([name.p[1], name.p[0]]));
      return text;
    }));
    pane.style.visibility = '';
  }

  const line = (one, options) => L.polyline(one.p, { interactive: false, pane: 'lines', ...options });

  function drawn(context, looks) {
    const style = {
      county: { color: looks.county, weight: 1.2, dashArray: '5 4', pane: 'ground' },
      river: { color: looks.river, weight: 1.6 },
      road: { color: looks.road, weight: 1 },
      motorway: { color: looks.motorway, weight: 2 },
    };
    return context.lines.map((one) => line(one, style[one.k]));
  }

  function context(picture, given, districts) {
    const { map, spec } = picture, { theme } = spec;
    picture.part('context', [spec.context, theme], () => {
      const layers = drawn(given, given.look);
      if (given.sea && !given.tiles) {
        const style = { stroke: false, fillColor: given.look.sea, fillOpacity: 1, interactive: false, pane: 'ground' };
        layers.unshift(L.geoJSON(given.sea, { style, interactive: false, pane: 'ground', attribution: given.credit }));
      }
      if (given.tiles) layers.unshift(L.tileLayer(given.tiles.url, { attribution: given.tiles.attribution, zIndex: 2 }));
      return layers;
    });
    // Further out, the edge of what is known would look like a coast; maps in step must not hold each other back.
    map.setMaxBounds(map.step ? null : given.bounds).setMinZoom(Math.max(map.options.minZoom ?? 0, map.getBoundsZoom(given.bounds, true)));
    const roads = given.lines.filter((one) => one.t && one.p.length > 2).map((one) => {
      const [north, east] = one.p[Math.floor(one.p.length / 2)];
      return { t: one.t, k: one.k, z: FROM_ZOOM[one.k], p: [east, north] };
    });
    const names = [...districts.map((name) => ({ ...name, k: 'district', z: 0 })), ...given.names, ...roads];
    if (!map.named) {
      map.getPane('names').setAttribute('aria-hidden', 'true');
      map.on('zoomstart', () => { map.getPane('names').style.visibility = 'hidden'; });
      map.on('moveend zoomend resize', () => write(map, map.named));
    }
    map.named = names;
    write(map, names);
  }

  window.gapMap = { ...window.gapMap, context };
})();
