from typing import Optional

import pulumi


class Route(pulumi.ComponentResource):
    """Stands for what you deploy over the line, such as a route or a gateway. It changes nothing."""

    peer: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        peer: pulumi.Input[str],
        opts: Optional[pulumi.ResourceOptions] = None,
    ) -> None:
        super().__init__("example:index:Route", name, {"peer": peer}, opts)
        self.peer = pulumi.Output.from_input(peer)
        self.register_outputs({"peer": self.peer})
