// The light map: Leaflet draws outlines and points as SVG, so it needs no WebGL. The browser fetches outlines and points once, from files
// that it keeps; Python sends a class for each area, figures of the cards and what is chosen, and only what differs is drawn anew. On a page
// static/leaflet_map.js calls it; a folium map (ui/map/folium_map.py), in a frame or taken away as one file, brings all that is shown.
(() => {
  const files = new Map();
  const PANES = { ground: 210, lines: 405, outlines: 410, districts: 415, chosen: 420, points: 430, names: 440, acts: 450 };
  const DIGITS = 36;

  // Addresses on the dashboard; in a folium map, what is behind them.
  function load(url) {
    if (typeof url !== 'string') return url;
    if (!files.has(url)) files.set(url, fetch(url).then((answer) => answer.json()));
    return files.get(url);
  }

  function card(properties, figures, fill) {
    const made = Object.assign(document.createElement('div'), { className: 'bsg-card' });
    made.dataset.k = properties.k;
    made.dataset.i = properties.i;
    fill(made, figures, properties);
    return made;
  }

  const lines = (features, pane, color, weight) => L.geoJSON(features, { style: { fill: false, interactive: false, pane, color, weight }, interactive: false, pane });
  const thing = (path) => path.options.point ?? path.feature.properties;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const TIP = { sticky: true, opacity: 1, className: 'bsg-tip' }, EDGE_PX = 4;
  // A card that lies inside the map: Leaflet looks for room on the left and right alone, and what is beyond an edge is cut off.
  const Tip = L.Tooltip.extend({
    _setPosition(at) {
      L.Tooltip.prototype._setPosition.call(this, at);
      const box = this._container, { x, y } = this._map.layerPointToContainerPoint(L.DomUtil.getPosition(box)), room = this._map.getSize();
      const inside = (from, long, all) => Math.max(EDGE_PX, Math.min(from, all - long - EDGE_PX));
      const moved = [inside(x, box.offsetWidth, room.x), inside(y, box.offsetHeight, room.y)];
      L.DomUtil.setPosition(box, this._map.containerPointToLayerPoint(moved));
    },
  });
  const tip = (words) => new Tip(TIP).setContent(words);

  // One picture on one map; `group` holds all of it.
  class Picture {
    constructor(map, group) {
      this.map = map;
      this.group = group;
      this.parts = {};
      for (const [name, order] of Object.entries(PANES)) {
        if (!map.getPane(name)) map.createPane(name).style.zIndex = order;
      }
      map.getPane('names').style.pointerEvents = 'none';
    }

    // Put layers in the place of those of the same name, unless they would be the same.
    part(name, made_of, make) {
      const known = this.parts[name];
      if (known && same(known.made_of, made_of)) return false;
      known?.layers.forEach((layer) => this.group.removeLayer(layer));
      const layers = make();
      layers.forEach((layer) => this.group.addLayer(layer));
      this.parts[name] = { made_of, layers };
      return true;
    }

    async show(spec, choose) {
      this.spec = spec;
      this.choose = choose;
      const wanted = [spec.context, spec.areas, spec.districts, spec.names, ...spec.points].map(load);
      const [hover, context, areas, districts, names, ...points] = await Promise.all([import(spec.hover), ...wanted]);
      if (this.spec !== spec || !this.map.hasLayer(this.group)) return;
      this.figures = { view: hover.unpack(spec.packed), words: spec.words, values: spec.values };
      this.fill = hover.fill;
      this.look = context.look;
      const { look } = this, box = this.map.getContainer();
      box.dataset.theme = spec.theme;
      box.style.background = look.land;
      this.drawAreas(areas);
      this.outline(areas);
      this.part('districts', [spec.districts, spec.theme], () => [lines(districts, 'districts', look.district, 1.8)]);
      const chosen = areas.features.filter((area) => area.properties.i === spec.chosen);
      this.part('chosen', [spec.areas, spec.chosen, spec.theme], () => (chosen.length
        ? [lines(chosen, 'chosen', look.halo, 7), lines(chosen, 'chosen', look.chosen, 3)] : []));
      // The first picture is what the question is about; what it lies in follows a frame later.
      if (!box.dataset.drawn) await new Promise((next) => { setTimeout(next); });
      if (this.spec !== spec || !this.map.hasLayer(this.group)) return;
      this.map.acts = points.flat().filter(gapMap.isAct);
      gapMap.context(this, context, names);
      this.part('points', [spec.points, spec.ring], () => this.marks(points.flat()));
      // Browsers let the tab key stop at a shape that has a card: hundreds of stops. The cross in the middle chooses by keyboard.
      box.querySelectorAll('path[tabindex="0"], path:not([tabindex])').forEach((path) => path.setAttribute('tabindex', '-1'));
      if (box.dataset.drawn) this.onShown?.();
      else this.onFirst?.();
      box.dataset.drawn = 'yes';
    }

    colour(i) {
      return this.spec.colours[parseInt(this.spec.classes[i], DIGITS)];
    }

    // The colour by which the legend knows its class.
    shade(i) {
      return this.spec.shades[parseInt(this.spec.classes[i], DIGITS)];
    }

    drawAreas(areas) {
      const { spec } = this, made_of = [spec.areas, spec.theme];
      const style = (area) => ({ fillColor: this.colour(area.properties.i), fillOpacity: 1, color: this.look.hair, weight: 0.8, smoothFactor: 0.6 });
      const anew = this.part('areas', made_of, () => {
        const layer = L.geoJSON(areas, { style, onEachFeature: (_, path) => this.answering(path) });
        this.paths = layer.getLayers();
        return [layer.bindTooltip(tip((path) => this.card(path)))];
      });
      for (const path of this.paths) {
        const { i, t } = thing(path), fillColor = this.colour(i);
        if (!anew && path.options.fillColor !== fillColor) path.setStyle({ fillColor });
        const label = `${t}: ${spec.said[this.shade(i)] ?? ''}`;
        if (path.label !== label) path.getElement()?.setAttribute('aria-label', label);
        path.label = label;
        if (anew) path.getElement()?.setAttribute('role', 'graphics-symbol');
      }
      if (anew) this.paths[0]?.getElement()?.ownerSVGElement.setAttribute('role', 'graphics-document');
      this.paths[0]?.getElement()?.ownerSVGElement.setAttribute('aria-label', spec.title);
    }

    outline(areas) {
      const { areas: of, outlined, theme } = this.spec, wanted = new Set(outlined);
      this.part('outlines', [of, outlined, theme], () => gapMap.rims(areas.features.filter((area) => wanted.has(area.properties.i)), this.look.priority));
    }

    marks(points) {
      const { spec, look } = this, group = L.featureGroup(points.map((point) => gapMap.mark(point, look.marks)));
      group.eachLayer((mark) => this.answering(mark));
      return [group.bindTooltip(tip((mark) => this.card(mark))), ...(spec.ring ? [gapMap.ring(spec.ring, look.chosen)] : [])];
    }

    card(path) {
      return card(thing(path), this.figures, this.fill);
    }

    // What a click tells Python: the kind and running number.
    answering(layer) {
      layer.on('click', () => this.choose?.(`${thing(layer).k}${thing(layer).i}`, layer));
    }
  }

  // For folium: a layer that shows a view, and makes the whole view anew each time.
  function show(map, spec, choose) {
    const group = L.featureGroup();
    // Folium forbids enlarging with two fingers.
    document.querySelectorAll('meta[name=viewport]').forEach((meta) => { meta.content = 'width=device-width, initial-scale=1'; });
    gapMap.control(map, spec);
    new Picture(map, group).show(spec, choose);
    return group;
  }

  // What Python packed: JSON as base64, in which no letter has a meaning of its own.
  const read = (packed) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))));

  window.gapMap = { ...window.gapMap, Picture, show, read };
})();
