// Wakes the islands of a page: loads the WebAssembly half named by the page and hands each island its element.
// An external file, so that the content policy needs neither inline scripts nor 'unsafe-eval'.
const { js, wasm } = document.body.dataset;
const half = await import(js);
await half.default({ module_or_path: wasm });
half.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  const wake = half[island.dataset.component];
  if (wake) wake(island);
  else console.error("no entry point for island", island.dataset.component);
}
