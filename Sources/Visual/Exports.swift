// A figure is built of Drawing's values, and who draws one needs both: `import Visual` gives them.
@_exported import Drawing
