// Wakes the islands of a page: loads the WebAssembly half named by the page and hands each island its element.
// An external file, so that the content policy needs neither inline scripts nor 'unsafe-eval'.
const { js, wasm } = document.body.dataset;

// What somebody typed before the page was awake would be overwritten by what the page was made with.
const typedEarly = () =>
  [...document.querySelectorAll("leptos-island input, leptos-island textarea")]
    .map((field) => ({ field, value: field.value, checked: field.checked }))
    .filter(({ field, value, checked }) =>
      field.type === "radio" || field.type === "checkbox"
        ? checked !== field.defaultChecked
        : field.type !== "file" && field.type !== "hidden" && value !== field.defaultValue);

const typeAgain = ({ field, value, checked }) => {
  const choice = field.type === "radio" || field.type === "checkbox";
  if (choice) field.checked = checked;
  else field.value = value;
  // A choice that was taken away is told by the one that was taken instead.
  if (field.type === "radio" && !checked) return;
  for (const kind of choice ? ["change"] : ["input", "change"])
    field.dispatchEvent(new Event(kind, { bubbles: true }));
};

// Without the live half the page stays a form, with the button that a browser without scripts has.
const stayPlain = () => {
  const list = document.querySelector("leptos-island .items");
  const studio = document.querySelector(".studio") !== null;
  if (!list || !document.getElementById("checklist")) return;
  const told = document.createElement("p");
  told.className = "why bad";
  told.setAttribute("role", "alert");
  told.textContent = studio
    ? "网络不稳定，编辑没有启动。请稍后刷新页面；已保存的草稿不受影响。"
    : "网络不稳定，自动保存没有启动。填好后请用页末的“保存本部分”保存；已填的内容不要刷新，以免丢失。";
  list.prepend(told);
  document.body.dataset.live = "no";
};

// Reading comes first: what wakes the page is fetched when it has been painted, not beside what it is painted with. A
// page in the background is not painted, and need not wait.
const painted = () =>
  new Promise((done) => {
    if (document.hidden) done();
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 1000);
  });

const wake = async () => {
  await painted();
  const [half, binary] = await Promise.all([import(js), fetch(wasm)]);
  await half.default({ module_or_path: binary });
  const early = typedEarly();
  half.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    const start = half[island.dataset.component];
    if (start) start(island);
    else console.error("no entry point for island", island.dataset.component);
  }
  early.forEach(typeAgain);
};

try {
  await wake();
} catch (error) {
  console.error(error);
  stayPlain();
}
