// Which components the pages are made of, each with the names it calls its parts by.

/** Every page and component that can appear: path → {isPage, config, scope}. */
export function findComponents(project) {
  const found = {}
  const visit = (path, isPage) => {
    if (found[path]) return
    const config = project.json(path)
    found[path] = { isPage, config, scope: scopeOf(config, `s${Object.keys(found).length.toString(36)}`) }
    config.usingComponents = partsOf(project, path, config)
    for (const generic of Object.values(config.componentGenerics ?? {})) {
      if (generic?.default) generic.default = `/${project.component(path, generic.default)}`
    }
    for (const part of Object.values(config.usingComponents)) visit(part.slice(1), false)
  }
  for (const page of project.pages) visit(page, true)
  if (project.app.tabBar?.custom) visit('custom-tab-bar/index', false)
  return found
}

function partsOf(project, path, config) {
  const parts = {}
  for (const [name, reference] of Object.entries(project.app.usingComponents ?? {})) {
    parts[name] = `/${project.component('app', reference)}`
  }
  for (const [name, reference] of Object.entries(config.usingComponents ?? {})) {
    parts[name] = `/${project.component(path, reference)}`
  }
  return parts
}

/** The prefix that keeps a component's classes to itself; none where it shares its styles with the page. */
function scopeOf(config, scope) {
  return ['shared', 'page-shared'].includes(config.styleIsolation) ? '' : scope
}
