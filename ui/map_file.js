// Starts the map of one file: what it shows stands in the page as JSON.
{
  const { options, view } = JSON.parse(document.getElementById('spec').textContent);
  const map = L.map('map_div', options);
  L.control.scale().addTo(map);
  gapMap.show(map, view).addTo(map);
}
