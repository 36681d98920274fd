// Points of the map, told apart by shape and not by colour alone, and what is written on it. Leaflet must be there before this script.
(() => {
  // From this zoom on, this radius in pixels.
  const SIZES = [[12, 6.5], [10.5, 5.5], [9, 4.5], [0, 3.5]];
  // Square, circle, diamond, and what a scenario opens (triangle) or closes (crossed out). Leaflet calls this whenever the point moves on the screen.
  const Mark = L.CircleMarker.extend({
    _project() {
      // Where a whole county is seen, hundreds of points lie on it.
      if (this.options.sized) this._radius = SIZES.find(([from]) => this._map.getZoom() >= from)[1];
      L.CircleMarker.prototype._project.call(this);
    },
    _updatePath() {
      const { x, y } = this._point, r = this._radius, kind = this.options.kind;
      if (kind === 'pvi' || kind === 'note' || kind === 'ring') return this._renderer._updateCircle(this);
      if (kind === 'opens') return this._renderer._setPath(this, `M${x},${y - r}l${r},${2 * r}h${-2 * r}z`);
      if (kind === 'closes') {
        const far = r * 0.6, round = `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
        return this._renderer._setPath(this, `${round}M${x - far},${y - far}l${2 * far},${2 * far}M${x + far},${y - far}l${-2 * far},${2 * far}`);
      }
      const path = kind === 'site' || kind === 'changes' ? `M${x - r},${y}l${r},${-r}l${r},${r}l${-r},${r}z` : `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
      return this._renderer._setPath(this, path);
    },
  });

  const LOOKS = {
    site: (colour) => ({ weight: 2.5, color: colour, fillColor: '#fff' }),
    opens: () => ({ radius: 10, weight: 1.5 }),
    changes: () => ({ radius: 10, weight: 1.5 }),
    closes: (colour) => ({ radius: 11, weight: 3.5, color: colour, fillColor: '#fff' }),
    note: (colour) => ({ radius: 10, weight: 3, color: colour, fillOpacity: 0.01 }),
  };

  // What a scenario does, and the sites of an answer: no name of a place may hide them.
  const isAct = (point) => Boolean(point.n || ['opens', 'closes', 'changes'].includes(point.s));

  function mark(point, colours) {
    if (point.n) return numbered(point);
    const [kind, beyond] = point.s.split('-'), colour = colours[kind];
    return new Mark([point.p[1], point.p[0]], {
      kind, point, pane: isAct(point) ? 'acts' : 'points', sized: !LOOKS[kind] || kind === 'site', weight: 1, color: '#fff', fillColor: colour,
      fillOpacity: beyond ? 0.45 : 1, opacity: beyond ? 0.55 : 1, ...LOOKS[kind]?.(colour),
    });
  }

  // A site of an answer: a disc with its number.
  function numbered(point) {
    const disc = Object.assign(document.createElement('span'), { className: 'bsg-site-number', textContent: point.n });
    const icon = L.divIcon({ html: disc, className: '', iconSize: [0, 0] });
    return L.marker([point.p[1], point.p[0]], { icon, point, keyboard: false, pane: 'acts' });
  }

  // Around the provider that was chosen.
  const ring = ([east, north], color) => new Mark([north, east], { kind: 'ring', pane: 'points', radius: 14, weight: 4, color, fill: false, interactive: false });

  // An outline that stays inside its area, so that one sees whose it is: the outer half of its line is cut off. In a small area it is thin,
  // and between two outlined neighbours there is none: many small ones together would be scribble.
  const SVG = 'http://www.w3.org/2000/svg', WIDEST_PX = 2.2, THINNEST_PX = 0.6, SHARE = 1 / 16;
  let made = 0;
  const Rim = L.Polyline.extend({
    onAdd(map) {
      L.Polyline.prototype.onAdd.call(this, map);
      const clip = Object.assign(document.createElementNS(SVG, 'clipPath'), { id: `bsg-inside-${(made += 1)}` });
      this.cut = clip.appendChild(document.createElementNS(SVG, 'path'));
      this.cut.setAttribute('clip-rule', 'evenodd');
      this._path.before(clip);
      this._path.setAttribute('clip-path', `url(#${clip.id})`);
      this._updatePath();
    },
    _updatePath() {
      L.Polyline.prototype._updatePath.call(this);
      if (!this.cut) return;
      const points = this.options.rings.map((ring) => ring.map(([east, north]) => this._map.latLngToLayerPoint([north, east])));
      this.cut.setAttribute('d', L.SVG.pointsToPath(points, true));
      const { x, y } = L.bounds(points.flat()).getSize();
      this._path.setAttribute('stroke-width', 2 * Math.min(WIDEST_PX, Math.max(THINNEST_PX, Math.min(x, y) * SHARE)));
    },
    onRemove(map) {
      this.cut?.parentElement.remove();
      this.cut = null;
      L.Polyline.prototype.onRemove.call(this, map);
    },
  });

  const ringsOf = ({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat());
  // Neighbours have the same points along their border.
  const edge = (one, other) => [one, other].map(String).sort().join(' ');

  // The parts of a ring that no other outlined area shares, as lines.
  function unshared(ring, times) {
    const lines = [];
    let open = false;
    for (let k = 1; k < ring.length; k += 1) {
      const own = times.get(edge(ring[k - 1], ring[k])) === 1;
      if (own && !open) lines.push([ring[k - 1]]);
      if (own) lines.at(-1).push(ring[k]);
      open = own;
    }
    return lines;
  }

  function rims(areas, color) {
    const times = new Map(), rings = areas.map(ringsOf);
    rings.flat().forEach((ring) => ring.slice(1).forEach((point, k) => {
      const here = edge(ring[k], point);
      times.set(here, (times.get(here) ?? 0) + 1);
    }));
    return rings.flatMap((own) => {
      const lines = own.flatMap((ring) => unshared(ring, times));
      const look = { rings: own, color, fill: false, interactive: false, pane: 'outlines', smoothFactor: 0 };
      return lines.length ? [new Rim(L.GeoJSON.coordsToLatLngs(lines, 1), look)] : [];
    });
  }

  window.gapMap = { ...window.gapMap, mark, isAct, ring, rims };
})();
