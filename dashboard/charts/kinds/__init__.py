"""One module per chart type, each ending in its `KIND`; being here is being registered."""
