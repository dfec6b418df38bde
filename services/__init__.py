"""Use cases: one public function = one use case = one unit of work.

Who acts (`by`), the clock (`now`) and WeChat (`gateway`) come in as arguments.
"""
