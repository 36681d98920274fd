// Choosing in the frame of streamlit-folium: it tells Python what a clicked layer gives for its GeoJSON. The moment makes a second click on
// the same thing a new answer.
window.gapMap.choose = (found, layer) => {
  const at = Date.now();
  layer.toGeoJSON = () => ({ found, at });
};
